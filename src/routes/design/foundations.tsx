import { component$ } from '@builder.io/qwik';
import * as Icons from '~/components/icons';
import { Mark } from '~/components/mark';
import { Section } from './section';

/** Tailwind reads class names from the text, so each is written out. */
const COLOURS = [
  ['canvas', 'bg-canvas'],
  ['surface', 'bg-surface'],
  ['sunken', 'bg-sunken'],
  ['line', 'bg-line'],
  ['edge', 'bg-edge'],
  ['ink', 'bg-ink'],
  ['ink-soft', 'bg-ink-soft'],
  ['ink-faint', 'bg-ink-faint'],
  ['action', 'bg-action'],
  ['action-strong', 'bg-action-strong'],
  ['action-soft', 'bg-action-soft'],
  ['accent', 'bg-accent'],
  ['good', 'bg-good'],
  ['good-soft', 'bg-good-soft'],
  ['warn', 'bg-warn'],
  ['warn-soft', 'bg-warn-soft'],
  ['bad', 'bg-bad'],
  ['bad-soft', 'bg-bad-soft'],
  ['tile', 'bg-tile'],
];

const SCALE = [
  ['48', 'text-4xl'],
  ['36', 'text-3xl'],
  ['28', 'text-2xl'],
  ['22', 'text-xl'],
  ['18', 'text-lg'],
];

export const Foundations = component$(() => (
  <>
    <Section title="Mark and icons">
      <div class="flex flex-wrap items-end gap-6 text-action">
        {[16, 24, 32, 64, 96].map((size) => (
          <Mark key={size} size={size} />
        ))}
      </div>
      <div class="flex flex-wrap gap-5 text-ink-soft">
        {Object.entries(Icons).map(([name, Icon]) => (
          <Icon key={name} />
        ))}
      </div>
    </Section>
    <Section title="Colour">
      <ul class="grid grid-cols-2 gap-4 sm:grid-cols-4 lg:grid-cols-6">
        {COLOURS.map(([name, fill]) => (
          <li key={name} class="text-xs text-ink-soft">
            <span class={['mb-2 block h-14 rounded-control border border-line', fill]} />
            {name}
          </li>
        ))}
      </ul>
    </Section>
    <Section title="Type">
      {SCALE.map(([size, scale]) => (
        <p key={size} class={['font-display font-semibold', scale]}>
          {size} · Thick walls outside, a cool courtyard inside
        </p>
      ))}
      <p class="max-w-measure">
        16 · Text is set in the reader’s own system face, at a measure of 68 characters and a line height of
        one and a half, so that a long sentence is read without effort.{' '}
        <a href="#main" class="link">
          The way back to the top
        </a>{' '}
        is underlined.
      </p>
      <p class="max-w-measure text-sm text-ink-soft">14 · What stands beside something larger.</p>
      <p class="max-w-measure text-xs text-ink-faint">13 · What is there for those who look for it.</p>
    </Section>
  </>
));
