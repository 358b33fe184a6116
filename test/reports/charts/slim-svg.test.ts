import { describe, expect, it } from 'vitest';
import { slimSvg } from '../../../reports/charts/slim-svg.ts';

describe('slimSvg', () => {
  it('rounds to a tenth of a pixel', () => {
    expect(slimSvg('<path d="M0.04,-10.666666666666666h1e-7v3.10000000000000001"/>')).toBe(
      '<path d="M0,-10.7h1e-7v3.1"/>',
    );
  });

  it('drops hit areas, roles and defaults, and groups that are left with nothing', () => {
    expect(
      slimSvg(
        '<g class="mark-group" role="graphics-object" transform="translate(0,0)"><path class="background" aria-hidden="true" d="M0,0h0v0h0Z" pointer-events="none"/><g></g><text font-size="10px" opacity="1" fill="var(--text)">80/s</text></g>',
      ),
    ).toBe('<g><text fill="var(--text)">80/s</text></g>');
  });

  it('leaves text alone', () => {
    expect(slimSvg('<text>limit 1.255 s role="x"</text>')).toBe('<text>limit 1.255 s role="x"</text>');
  });

  it('keeps what can be seen', () => {
    const seen =
      '<path d="M0,1L2,3" stroke="var(--blue)" stroke-dasharray="5,3" opacity="0.5" stroke-width="1.8"/>';
    expect(slimSvg(seen)).toBe(seen);
  });
});
