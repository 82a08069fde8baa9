import { describe, expect, it } from 'vitest';
import { errorText } from '../../src/report/error-text.ts';
import { WidError, WidErrors } from '../../src/support/errors.ts';

const source = { name: 'wid.yaml', text: 'a: 1\n' };

describe('errorText', () => {
  it('gives code, message, place, frame and hint', () => {
    const error = new WidError('spec', 'bad a', { place: { source, start: 0, end: 1 }, hint: 'write b' });
    expect(errorText(error)).toBe(
      ['error (spec): bad a', '  at wid.yaml:1:1', '    > 1 | a: 1', '        | ^', '  hint: write b'].join('\n'),
    );
  });

  it('lists every mistake and counts them', () => {
    const text = errorText(new WidErrors([new WidError('spec', 'one'), new WidError('file', 'two')]));
    expect(text).toBe('error (spec): one\n\nerror (file): two\n\n2 errors');
  });

  it('keeps the stack of a defect', () => {
    expect(errorText(new TypeError('boom'))).toMatch(/defect.*TypeError: boom\n\s+at /);
    expect(errorText('thrown text')).toContain('thrown text');
  });

  it('makes visible what a server’s text would do to a terminal', () => {
    const text = errorText(new WidError('api', 'Consul says: \u001b]0;title\u0007\r\u202eno', { hint: '\u009b2J' }));
    expect(text).toBe('error (api): Consul says: \\x1b]0;title\\x07\\x0d\\u202eno\n  hint: \\x9b2J');
    expect(errorText(new TypeError('\u001b[2J'))).not.toContain('\u001b');
  });

  it('lets no JWT through', () => {
    expect(errorText(new WidError('api', `refused eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln`))).not.toContain('eyJ');
  });
});
