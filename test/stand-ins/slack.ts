export * from '../../src/stand-ins/slack';
export * from '../../src/stand-ins/slack-hands';
