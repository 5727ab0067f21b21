/** Text of a hostile target, for every test that asks where such text may go. */

/** What a hostile or broken target may answer; no report may let any of it act. */
export const HOSTILE = {
  markup: '<script>alert(1)</script>',
  attribute: '"><img src=x onerror=alert(1)>',
  cdata: ']]><injected/>',
  escape: '\u001b[2J\u001b]0;owned\u0007',
  bidi: 'user\u202Egnp.exe',
  control: 'a\u0000b\u0008c',
  surrogate: 'half \ud83d of a pair',
} as const
