/** Colour arithmetic for the tests of the palette. A colour is linear sRGB, three numbers in 0..1. */
export type Rgb = readonly [red: number, green: number, blue: number];

const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

/** '#rrggbb' to linear sRGB (IEC 61966-2-1). */
export const rgbOf = (hex: string): Rgb => {
  const channel = (at: number): number => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return [channel(1), channel(3), channel(5)];
};

/** Contrast ratio of WCAG 2.2, 1 to 21. */
export const contrast = (a: Rgb, b: Rgb): number => {
  const luminance = ([red, green, blue]: Rgb): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

type Matrix = readonly [Rgb, Rgb, Rgb];

const apply = (matrix: Matrix, [x, y, z]: Rgb): Rgb =>
  matrix.map(([a, b, c]) => a * x + b * y + c * z) as unknown as Rgb;

/** Full severity, Machado, Oliveira & Fernandes, "A physiologically-based model for simulation of colour vision deficiency", 2009. */
const machado: Readonly<Record<'protanopia' | 'deuteranopia', Matrix>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

export const sights = ['normal', 'protanopia', 'deuteranopia'] as const;

/** The colour as someone with that sight sees it. */
export const seenWith = (sight: (typeof sights)[number], colour: Rgb): Rgb =>
  sight === 'normal'
    ? colour
    : (apply(machado[sight], colour).map((channel) => Math.min(1, Math.max(0, channel))) as unknown as Rgb);

export type Lab = readonly [lightness: number, a: number, b: number];

/** CIE L*a*b* under D65. */
export const labOf = (colour: Rgb): Lab => {
  const [x, y, z] = apply(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    colour,
  );
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
};

const degrees = Math.PI / 180;

const meanHue = (hue1: number, hue2: number, grey: boolean): number => {
  if (grey) return hue1 + hue2;
  if (Math.abs(hue1 - hue2) <= 180) return (hue1 + hue2) / 2;
  return (hue1 + hue2 + (hue1 + hue2 < 360 ? 360 : -360)) / 2;
};

const hueStep = (hue1: number, hue2: number, grey: boolean): number => {
  if (grey) return 0;
  const step = hue2 - hue1;
  return step > 180 ? step - 360 : step < -180 ? step + 360 : step;
};

/** Colour difference CIEDE2000; 1 is about what can just be told apart side by side. */
export const deltaE2000 = ([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number => {
  const chromaMean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const stretch = 1.5 - 0.5 * Math.sqrt(chromaMean ** 7 / (chromaMean ** 7 + 25 ** 7));
  const [c1, c2] = [Math.hypot(a1 * stretch, b1), Math.hypot(a2 * stretch, b2)];
  const hue = (a: number, b: number): number => (Math.atan2(b, a * stretch) / degrees + 360) % 360;
  const [hue1, hue2, grey] = [hue(a1, b1), hue(a2, b2), c1 * c2 === 0];
  const dHue = 2 * Math.sqrt(c1 * c2) * Math.sin((hueStep(hue1, hue2, grey) / 2) * degrees);
  const [lMean, cMean, hMean] = [(l1 + l2) / 2, (c1 + c2) / 2, meanHue(hue1, hue2, grey)];
  const t =
    1 -
    0.17 * Math.cos((hMean - 30) * degrees) +
    0.24 * Math.cos(2 * hMean * degrees) +
    0.32 * Math.cos((3 * hMean + 6) * degrees) -
    0.2 * Math.cos((4 * hMean - 63) * degrees);
  const sL = 1 + (0.015 * (lMean - 50) ** 2) / Math.sqrt(20 + (lMean - 50) ** 2);
  const [sC, sH] = [1 + 0.045 * cMean, 1 + 0.015 * cMean * t];
  const turn = 60 * Math.exp(-(((hMean - 275) / 25) ** 2)) * degrees;
  const rotation = -2 * Math.sqrt(cMean ** 7 / (cMean ** 7 + 25 ** 7)) * Math.sin(turn);
  const [lightness, chroma, hueTerm] = [(l2 - l1) / sL, (c2 - c1) / sC, dHue / sH];
  return Math.sqrt(lightness ** 2 + chroma ** 2 + hueTerm ** 2 + rotation * chroma * hueTerm);
};
