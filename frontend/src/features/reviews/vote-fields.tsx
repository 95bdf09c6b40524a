import { CRITERIA, type Criterion, type Support } from "@nexus/protocol";
import { Field, INPUT_CLASS } from "../../ui/field.tsx";
import { type BallotDraft, reportDigestOf } from "./draft.ts";
import { CRITERION_NAMES } from "./votes-list.tsx";

const CHOICES = {
  for: { name: "For", means: "It is secure, fits its clause and performs." },
  against: { name: "Against", means: "At least one of the three fails." },
  abstain: { name: "Abstain", means: "Counts to the quorum only." },
} as const satisfies Record<Support, { name: string; means: string }>;

interface Draft {
  readonly draft: BallotDraft;
  readonly onChange: (draft: BallotDraft) => void;
  /** In an objection period only Against counts. */
  readonly objectionsOnly: boolean;
}

/** The fields of a ballot. */
export function VoteFields({ draft, onChange, objectionsOnly }: Draft) {
  const choices = objectionsOnly ? (["against"] as const) : (["for", "against", "abstain"] as const);
  return (
    <div className="flex flex-col gap-5">
      <fieldset>
        <legend className="mb-2 text-xs font-semibold">Your vote</legend>
        <div className="grid gap-2 sm:grid-cols-3">
          {choices.map((support) => (
            <Choice
              key={support}
              support={support}
              checked={draft.support === support}
              onChoose={() => onChange({ ...draft, support })}
            />
          ))}
        </div>
      </fieldset>
      {draft.support === "against" ? <AgainstFields draft={draft} onChange={onChange} /> : null}
      <Field label="Reason" hint="Optional. It goes on chain, for everyone and for ever.">
        {(control) => (
          <textarea
            {...control}
            rows={2}
            maxLength={1_000}
            className={INPUT_CLASS}
            value={draft.reason}
            onChange={(event) => onChange({ ...draft, reason: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}

function Choice({
  support,
  checked,
  onChoose,
}: {
  support: Support;
  checked: boolean;
  onChoose: () => void;
}) {
  const { name, means } = CHOICES[support];
  return (
    <label className="flex cursor-pointer items-start gap-3 rounded-lg border border-edge bg-surface p-3 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <input
        type="radio"
        name="support"
        value={support}
        checked={checked}
        onChange={onChoose}
        className="mt-1 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0">
        <span className="block text-sm font-semibold">{name}</span>
        <span className="block text-xs text-quiet">{means}</span>
      </span>
    </label>
  );
}

function AgainstFields({ draft, onChange }: Omit<Draft, "objectionsOnly">) {
  const { criteria, report } = draft;
  const toggle = (criterion: Criterion) =>
    onChange({
      ...draft,
      criteria: criteria.includes(criterion)
        ? criteria.filter((item) => item !== criterion)
        : [...criteria, criterion],
    });
  return (
    <>
      <fieldset>
        <legend className="mb-2 text-xs font-semibold">What fails</legend>
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          {(Object.keys(CRITERIA) as Criterion[]).map((criterion) => (
            <label key={criterion} className="flex min-h-11 cursor-pointer items-center gap-2 text-sm">
              <input
                type="checkbox"
                checked={criteria.includes(criterion)}
                onChange={() => toggle(criterion)}
                className="size-4 accent-accent"
              />
              {CRITERION_NAMES[criterion]}
            </label>
          ))}
        </div>
      </fieldset>
      <Field
        label="Report"
        hint="Optional. The CID of a report on IPFS, or its sha2-256 digest."
        error={reportDigestOf(report).fault}
      >
        {(control) => (
          <input
            {...control}
            type="text"
            spellCheck={false}
            className={`${INPUT_CLASS} font-mono`}
            value={report}
            onChange={(event) => onChange({ ...draft, report: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
