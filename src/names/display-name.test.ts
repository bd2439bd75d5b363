import { describe, expect, it } from 'vitest';
import { escapedName } from './display-name.ts';

describe('escapedName', () => {
  it.each([
    ['a\u202egpj.exe.jpg', 'a⟨U+202E⟩gpj.exe.jpg'],
    ['new\nline.jpg', 'new⟨U+000A⟩line.jpg'],
    ['\u001b[31mred.jpg', '⟨U+001B⟩[31mred.jpg'],
    [' leading.jpg', '⟨U+0020⟩leading.jpg'],
    ['photo.jpg ', 'photo.jpg⟨U+0020⟩'],
    ['no\u00a0break.jpg', 'no⟨U+00A0⟩break.jpg'],
    ['half\ud800.jpg', 'half⟨U+D800⟩.jpg'],
    ['tag\u{e0041}.jpg', 'tag⟨U+E0041⟩.jpg'],
  ])('shows what hides in %j', (raw, shown) => {
    expect(escapedName(raw)).toBe(shown);
  });

  it.each(['Café à Paris (2).JPG', '京都 秋.jpg', '👩‍👩‍👧 ❤️ 🇪🇸.jpg', '<b>.jpg'])('leaves %j as it is', (raw) => {
    expect(escapedName(raw)).toBe(raw);
  });
});
