/** A picture without a picture in it. */
const innermost = /<svg [^>]*>(?:(?!<svg ).)*?<\/svg>/gs;

/** What a reader sees, a line for each block, without the pictures and the style sheet. */
export const textOf = (page: string): string =>
  page
    .replace(innermost, '')
    .replace(innermost, '')
    .replace(
      /<style>.*?<\/style>|<script\b.*?<\/script>|<details>.*?<\/details>|<head>|<title>.*?<\/title>/gs,
      '',
    )
    .replace(/<t[dh]\b[^>]*>/g, ' | ')
    .replace(/<\/t[dh]>|<\/?strong>/g, '')
    .replace(/<[^>]*>/g, '\n')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s*\n\s*/g, '\n')
    .trim();

/** What a reader sees before anything is opened, tables of charts and folded parts left out. */
export const openTextOf = (page: string): string =>
  textOf(page.replace(/<details>.*?<\/details>/gs, '').replace(/<details class.*?<\/details>/gs, ''));

/** The first screen alone. */
export const firstScreenOf = (page: string): string =>
  textOf(/<section class="verdict.*?<\/section>/s.exec(page)?.[0] ?? '');
