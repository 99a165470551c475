// One script tag in a clinic's page: a button that opens the chat in a frame.
(() => {
  const origin = new URL(document.currentScript.src).origin;
  const label = document.currentScript.dataset.label || 'Chat';
  const frame = Object.assign(document.createElement('iframe'), {
    src: origin + '/chat?frame',
    title: label,
    hidden: true,
    loading: 'lazy',
  });
  frame.style.cssText =
    'position:fixed;inset-block-end:4.5rem;inset-inline-end:1rem;width:min(24rem,92vw);height:min(36rem,75vh);border:1px solid #8888;border-radius:.8rem;background:Canvas;z-index:99999';
  const button = Object.assign(document.createElement('button'), { textContent: label, type: 'button' });
  button.style.cssText =
    'position:fixed;inset-block-end:1rem;inset-inline-end:1rem;padding:.8rem 1.2rem;border-radius:2rem;border:1px solid #8888;font:inherit;z-index:99999';
  button.setAttribute('aria-expanded', 'false');
  button.onclick = () => {
    frame.hidden = !frame.hidden;
    button.setAttribute('aria-expanded', String(!frame.hidden));
    if (!frame.hidden) frame.focus();
  };
  document.body.append(frame, button);
})();
