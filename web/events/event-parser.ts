export interface StreamEvent {
  id: string | null;
  name: string;
  data: string;
}

/**
 * Reads a text/event-stream piece by piece: `push` takes text as it arrives, cut anywhere, and returns the
 * events that are complete. Comments (heartbeats) give nothing.
 */
export function createEventParser(): { push: (text: string) => StreamEvent[] } {
  let rest = '';
  let id: string | null = null;
  let name = '';
  let data: string[] = [];

  function line(text: string): StreamEvent | null {
    if (text === '') {
      const event = data.length > 0 ? { id, name: name || 'message', data: data.join('\n') } : null;
      name = '';
      data = [];
      return event;
    }
    const colon = text.indexOf(':');
    if (colon === 0) return null;
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /u, '');
    if (field === 'id') id = value;
    if (field === 'event') name = value;
    if (field === 'data') data.push(value);
    return null;
  }

  return {
    push: (text) => {
      rest += text;
      // A carriage return at the very end may be half of a line break: it waits for the next piece.
      const whole = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
      const lines = whole.split(/\r\n|\n|\r/u);
      rest = (lines.pop() ?? '') + rest.slice(whole.length);
      return lines.map(line).filter((event) => event !== null);
    },
  };
}
