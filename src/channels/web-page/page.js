// Everything the page does beyond a plain form: sends without reloading, keeps what could not be sent, and shows what comes.
(() => {
  const [log, form, box] = [document.querySelector('ol'), document.forms[0], document.forms[0].text];
  const choices = form.querySelector('p');
  const words = document.body.dataset;
  const key = 'miadi-waiting';
  const load = () => JSON.parse(localStorage.getItem(key) || '[]');
  const keep = (list) => localStorage.setItem(key, JSON.stringify(list));
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(36)).join('');
  // Inside another site's frame cookies are not ours to count on, so the page carries its own.
  const frame = new URLSearchParams(location.search).has('frame');
  const token = frame && (localStorage.miadiToken ||= fresh() + fresh());
  const headers = { 'content-type': 'application/json', ...(token && { 'x-chat-token': token }) };
  let last = Number(log.dataset.last) || 0;
  let busy = false;
  let pause = 0;

  const line = (text, mine, id) => {
    const li = document.createElement('li');
    li.textContent = text;
    li.dir = 'auto';
    if (mine) li.className = 'me';
    if (id) {
      li.id = 'w' + id;
      li.classList.add('waiting');
      li.append(Object.assign(document.createElement('small'), { textContent: words.waiting }));
    }
    log.append(li);
    li.scrollIntoView({ block: 'end' });
  };

  const show = (lines) => {
    for (const { seq, mine, text, id } of lines) {
      if (seq <= last) continue;
      last = seq;
      const waiting = id && document.getElementById('w' + id);
      if (waiting) waiting.remove();
      line(text, mine);
    }
    const open = lines.at(-1);
    if (open) offer(open.mine ? [] : open.choices, open.prompt);
  };

  const offer = (labels, prompt) => {
    choices.replaceChildren(
      ...labels.map((label, i) => {
        const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
        button.onclick = () => say(label, 'p' + prompt + 'c' + (i + 1) + ' ' + label);
        return button;
      }),
    );
  };

  const say = (text, tap) => {
    const id = fresh();
    keep([...load(), { id, text, tap }]);
    line(text, true, id);
    flush();
  };

  // In order, one at a time. The id makes a second try of the same message no second message.
  const flush = async () => {
    if (busy) return;
    busy = true;
    try {
      for (let next; (next = load()[0]);) {
        const answer = await fetch('/chat/messages', {
          method: 'POST',
          headers,
          body: JSON.stringify({ ...next, after: last }),
        });
        if (answer.status >= 500 || answer.status === 429) throw 0;
        keep(load().slice(1));
        if (answer.ok) show(await answer.json());
      }
      pause = 0;
    } catch {
      pause = Math.min(30000, pause * 2 || 1000);
      setTimeout(flush, pause);
    }
    busy = false;
  };

  const listen = async () => {
    try {
      const answer = await fetch('/chat/messages?wait=1&after=' + last, { headers });
      if (answer.ok) show(await answer.json());
      setTimeout(listen, answer.ok ? 50 : 10000);
    } catch {
      setTimeout(listen, 5000);
    }
  };

  form.onsubmit = (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    box.value = '';
    say(text);
  };
  addEventListener('online', flush);
  for (const { id, text } of load()) line(text, true, id);
  for (const button of choices.querySelectorAll('button'))
    button.onclick = (event) => (event.preventDefault(), say(button.textContent, button.value));
  flush();
  listen();
  if ('serviceWorker' in navigator && !frame) navigator.serviceWorker.register('/chat/worker.js', { scope: '/chat' });
})();
