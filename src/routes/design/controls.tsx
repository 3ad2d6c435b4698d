import { component$ } from '@builder.io/qwik';
import { Button } from '~/components/button';
import { ButtonLink } from '~/components/button-link';
import { CodeField } from '~/components/code-field';
import { Field } from '~/components/field';
import { LanguageSwitch } from '~/components/language-switch';
import { OrLine } from '~/components/or-line';
import { RadioGroup } from '~/components/radio-group';
import { Select } from '~/components/select';
import { ThemeSwitch } from '~/components/theme-switch';
import { Section } from './section';

const VARIANTS = ['primary', 'quiet', 'danger'] as const;
const SIZES = ['small', 'normal', 'large'] as const;

const ZONES = [
  { value: '', label: 'UTC' },
  { label: 'Europe', options: [{ value: 'Europe/Madrid', label: 'Madrid' }] },
];
const ONE_OF_THREE = ['s', 'm', 'l'].map((value) => ({ value, label: value.toUpperCase() }));

export const Controls = component$(() => (
  <>
    <Section title="Buttons">
      {VARIANTS.map((variant) => (
        <div key={variant} class="flex flex-wrap items-center gap-3">
          {SIZES.map((size) => (
            <Button key={size} type="button" variant={variant} size={size}>
              Save profile
            </Button>
          ))}
          <Button type="button" variant={variant} working>
            Save profile
          </Button>
          <Button type="button" variant={variant} disabled>
            Save profile
          </Button>
          <ButtonLink href="/design" variant={variant}>
            A link
          </ButtonLink>
        </div>
      ))}
    </Section>
    <Section title="Between two ways in">
      <OrLine />
    </Section>
    <Section title="Fields">
      <div class="grid items-start gap-6 sm:grid-cols-2">
        <CodeField value="482 913" />
        <Field name="plain" label="Full name" autocomplete="off" placeholder="Ana Beltrán" />
        <Field
          name="typed"
          label="E-mail"
          type="email"
          value="ana@example.test"
          hint="We write only when needed."
        />
        <Field
          name="wrong"
          label="E-mail"
          type="email"
          value="ana@"
          hint="We write only when needed."
          error="This is not a complete address. Add what comes after the @."
        />
        <Field
          name="secret"
          label="Password"
          type="password"
          hint="At least 8 characters."
          autocomplete="off"
        />
        <Field name="off" label="Role" value="Member" disabled />
        <Field name="search" label="Search" type="search" />
      </div>
    </Section>
    <Section title="Choices">
      <div class="grid items-start gap-6 sm:grid-cols-2">
        <Select
          name="zone"
          label="Time zone"
          options={ZONES}
          value="Europe/Madrid"
          hint="Dates are shown in it."
        />
        <Select
          name="zone-wrong"
          label="Time zone"
          options={ZONES}
          error="Choose a time zone from the list."
        />
        <RadioGroup
          name="size"
          label="Size"
          options={ONE_OF_THREE}
          value="m"
          hint="It can be changed later."
        />
        <RadioGroup name="size-wrong" label="Size" options={ONE_OF_THREE} error="Choose one of the sizes." />
      </div>
    </Section>
    <Section title="Preferences">
      <div class="flex flex-wrap gap-3">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </Section>
  </>
));
