import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlOf, markup, verbatim, type Content } from '../../../src/report/html/markup.ts';

describe('a template of HTML', () => {
  it.each<[string, Content, string]>([
    ['escapes text', `<b a='1' b="2">&amp;`, '&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;amp;'],
    ['keeps markup', markup`<i>${'<'}</i>`, '<i>&lt;</i>'],
    ['joins lists', ['<', markup`<br>`, ['>']], '&lt;<br>&gt;'],
    ['writes numbers', 0, '0'],
    ['leaves out what is not there', [null, undefined, false, ''], ''],
    ['shows what turns the writing or drives a terminal', 'a\u202eb\u0000c\u001b', 'a\\u202eb\\x00c\\x1b'],
    ['keeps the lines of a text', 'a\n\tb', 'a\n\tb'],
  ])('%s', (_, value, html) => {
    expect(htmlOf(markup`<p>${value}</p>`)).toBe(`<p>${html}</p>`);
  });

  it('takes nothing for markup that was read from somewhere', () => {
    for (const forged of [{ markup: '<b>' }, { html: '<b>' }, JSON.parse(JSON.stringify(verbatim('<b>')))] as Content[])
      expect(() => htmlOf(markup`${forged}`)).toThrow();
  });

  it('refuses a value in an attribute without quotes', () => {
    expect(() => markup`<p title=${'a b'}>`).toThrow('without quotes');
  });

  it('lets no text out of its place, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const html = htmlOf(markup`<p title="${text}">${text}</p>`);
        expect(html.match(/[<>"]/g)).toEqual(['<', '"', '"', '>', '<', '>']);
        expect(html).not.toContain("'");
      }),
    );
  });
});
