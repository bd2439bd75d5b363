/** What the tabs of one browser tell each other under a name. */
export interface TabChannel<Message> {
  post: (message: Message) => void;
  listen: (listener: (message: Message) => void) => void;
  close: () => void;
}

export function openTabChannel<Message>(name: string): TabChannel<Message> {
  const channel = new BroadcastChannel(name);
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has one origin
    post: (message) => channel.postMessage(message),
    listen: (listener) => channel.addEventListener('message', (event) => listener(event.data)),
    close: () => channel.close(),
  };
}
