import PDFDocument from 'pdfkit';
import { MARK } from '~/components/star';
import type { Locale } from '~/lib/i18n/locale';
import regularFont from './fonts/noto-sans-regular.ttf?inline';
import semiboldFont from './fonts/noto-sans-semibold.ttf?inline';
import type { Labelled, ShownInvoice } from './shown-invoice';

const REGULAR = bytesOf(regularFont);
const SEMIBOLD = bytesOf(semiboldFont);

const INK = '#14181f';
const SOFT = '#525b6b';
const LINE = '#dcd9d2';
const BLUE = '#2a4a9c';
const MARGIN = 56;
const MARK_SIZE = 20;

type Page = PDFKit.PDFDocument;

/**
 * The invoice as a PDF of A4 pages, with the very words and numbers of the page: made from `shownInvoice` and nothing else.
 * Text is text, in a font that is in the file; `canBePdf` says whether it has all the letters. Tells no time but the invoice's own, so the same
 * invoice is the same file.
 */
export async function invoicePdf(invoice: ShownInvoice, issuedAt: Date, locale: Locale): Promise<Buffer> {
  const page = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    // None before ours: the standard ones know neither Łukasz nor Nguyễn.
    font: '',
    lang: locale,
    displayTitle: true,
    info: { Title: invoice.title, Author: invoice.seller.name, CreationDate: issuedAt, ModDate: issuedAt },
  });
  const whole = collected(page);
  page.registerFont('regular', REGULAR).registerFont('semibold', SEMIBOLD);
  drawHead(page, invoice);
  drawFacts(page, invoice.facts);
  drawLines(page, invoice);
  drawSums(page, invoice);
  drawState(page, invoice);
  drawCreditNotes(page, invoice.creditNotes);
  page.end();
  return whole;
}

function drawHead(page: Page, { seller, title }: ShownInvoice): void {
  const top = page.y;
  page
    .save()
    .translate(MARGIN, top)
    .scale(MARK_SIZE / 32)
    .path(MARK)
    .fill(BLUE, 'even-odd')
    .restore();
  page.font('semibold').fontSize(14).fillColor(INK);
  const half = { width: widthOf(page) / 2 };
  page.text(title, MARGIN + half.width, top + 1, { ...half, align: 'right' });
  page.text(seller.name, MARGIN + MARK_SIZE + 8, top + 1, { width: half.width - MARK_SIZE - 8 });
  page.moveDown(0.3).font('regular').fontSize(9).fillColor(SOFT);
  for (const line of seller.details) page.text(line, MARGIN, page.y, half);
  page.moveDown(3);
}

function drawFacts(page: Page, facts: Labelled[]): void {
  for (const { label, value } of facts) {
    page.font('regular').fontSize(9).fillColor(SOFT).text(label, MARGIN);
    page
      .fontSize(11)
      .fillColor(INK)
      .text(value, { width: widthOf(page) });
    page.moveDown(0.6);
  }
  page.moveDown(1);
}

function drawLines(page: Page, { columns, lines }: ShownInvoice): void {
  drawRow(page, columns.what, columns.amount, { font: 'regular', size: 9, color: SOFT });
  for (const { what, period, amount } of lines) {
    drawRule(page);
    drawRow(page, what, amount, { font: 'regular', size: 11, color: INK });
    page.font('regular').fontSize(9).fillColor(SOFT).text(period, MARGIN);
    page.moveDown(0.5);
  }
}

function drawSums(page: Page, { sums, total }: ShownInvoice): void {
  drawRule(page);
  for (const { label, value } of sums) drawRow(page, label, value, { font: 'regular', size: 9, color: SOFT });
  drawRow(page, total.label, total.value, { font: 'semibold', size: 14, color: INK });
  page.moveDown(1.5);
}

function drawState(page: Page, { state }: ShownInvoice): void {
  keepTogether(page, 60);
  page
    .font('regular')
    .fontSize(11)
    .fillColor(INK)
    .text(state.sentence, MARGIN, page.y, { width: widthOf(page) });
  page.moveDown(1.5);
}

function drawCreditNotes(page: Page, notes: ShownInvoice['creditNotes']): void {
  if (!notes) return;
  keepTogether(page, 90);
  page.font('semibold').fontSize(11).fillColor(INK).text(notes.title, MARGIN);
  page.moveDown(0.5);
  for (const { what, why, amount } of notes.lines) {
    drawRule(page);
    drawRow(page, what, amount, { font: 'regular', size: 11, color: INK });
    page.font('regular').fontSize(9).fillColor(SOFT).text(why, MARGIN);
    page.moveDown(0.5);
  }
}

type Look = { font: 'regular' | 'semibold'; size: number; color: string };

/** A word on the left and an amount on the right, on one line. */
function drawRow(page: Page, left: string, right: string, { font, size, color }: Look): void {
  keepTogether(page, size * 3);
  page.font(font).fontSize(size).fillColor(color);
  const top = page.y;
  page.text(right, MARGIN, top, { width: widthOf(page), align: 'right', lineBreak: false });
  page.text(left, MARGIN, top, { width: widthOf(page) - page.widthOfString(right) - 24 });
  page.moveDown(0.3);
}

function drawRule(page: Page): void {
  keepTogether(page, 40);
  page
    .moveTo(MARGIN, page.y)
    .lineTo(page.page.width - MARGIN, page.y)
    .lineWidth(0.5)
    .stroke(LINE);
  page.y += 8;
}

/** What belongs together begins on a page that has room for it. */
function keepTogether(page: Page, height: number): void {
  if (page.y + height > page.page.height - MARGIN) page.addPage();
}

function widthOf(page: Page): number {
  return page.page.width - 2 * MARGIN;
}

function collected(page: Page): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    page.on('data', (piece: Buffer) => pieces.push(piece));
    page.on('end', () => resolve(Buffer.concat(pieces)));
    page.on('error', reject);
  });
}

/** Vite hands the file in as a `data:` address, so that it stands in the built server and is looked for nowhere. */
function bytesOf(address: string): Buffer {
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}
