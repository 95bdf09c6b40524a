import type { Manifest } from "@nexus/protocol";
import type { ReactNode } from "react";
import { pluginClassName } from "../../domain/plugin-class.ts";
import { useLanguage } from "../../i18n/context.tsx";
import { Tag } from "../../ui/badge.tsx";
import { Facts } from "../../ui/facts.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { Note } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { GrantPart } from "./grant-part.tsx";
import type { VersionDetails } from "./query.ts";
import { bytesWords, CAPABILITY_WORDS, conceptWords, descriptionIn, millisecondsWords } from "./words.ts";

/** A verified manifest, in plain words. */
export function ManifestView({ manifest, version }: { manifest: Manifest; version: VersionDetails }) {
  const { language } = useLanguage();
  return (
    <div className="flex flex-col gap-7">
      <Disagreement manifest={manifest} version={version} />
      <p>{descriptionIn(manifest.description, language)}</p>
      <Tags manifest={manifest} />
      <Part title="What it may do">
        <Capabilities manifest={manifest} />
      </Part>
      <Part title="What executors grant it">
        <GrantPart manifest={manifest} version={version} />
      </Part>
      <Part title="What it implements">
        <Clauses manifest={manifest} />
      </Part>
      <Part title="Where it comes from">
        <Source manifest={manifest} />
      </Part>
      <Part title={`Public audit vectors (${manifest.audit.vectors.length})`}>
        <Vectors manifest={manifest} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-3 text-base">{title}</h3>
      {children}
    </section>
  );
}

/** The chain's record is what counts; a manifest that says otherwise is shown with a warning. */
function Disagreement({ manifest, version }: { manifest: Manifest; version: VersionDetails }) {
  const entry = manifest.artifacts.find(({ name }) => name === manifest.entry.artifact);
  const faults = [
    ...(manifest.version === version.semver ? [] : [`its version is ${manifest.version}`]),
    ...(entry?.digest === version.artifactDigest ? [] : ["its component isn't the one on chain"]),
  ];
  if (faults.length === 0) return null;
  return <Note tone="bad">This manifest disagrees with the chain: {faults.join("; ")}.</Note>;
}

function Tags({ manifest: { pluginClass, domains, risk, ontology, sdg } }: { manifest: Manifest }) {
  return (
    <Facts
      items={[
        ["Class", pluginClassName(pluginClass)],
        ["Domains", <TagRow key="domains" tags={domains.map((domain) => domain.toUpperCase())} />],
        ["About", <TagRow key="about" tags={ontology.map(conceptWords)} />],
        ["Risks", <TagRow key="risks" tags={risk.map(conceptWords)} />],
        ["Development goals", <TagRow key="sdg" tags={sdg.map((goal) => `SDG ${goal}`)} />],
      ]}
    />
  );
}

function TagRow({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return <span className="text-quiet">none named</span>;
  return (
    <span className="flex flex-wrap gap-1.5">
      {tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  );
}

function Capabilities({ manifest: { capabilities, limits } }: { manifest: Manifest }) {
  const { memoryBytes, wallMs, cpuMs, outputBytes } = limits;
  return (
    <div className="flex flex-col gap-3 text-sm">
      {capabilities.length === 0 ? <p>Nothing but compute: it asks for no capability.</p> : null}
      <ul className="flex flex-col gap-2">
        {capabilities.map(({ name, scope }) => (
          <li key={name}>
            <code className="me-2 font-mono text-xs font-semibold">{name}</code>
            {CAPABILITY_WORDS[name]}
            {scope.length > 0 ? <span className="text-quiet"> Only: {scope.join(", ")}.</span> : null}
          </li>
        ))}
      </ul>
      <p className="text-quiet">
        No files, network or clock. At most {bytesWords(memoryBytes)} of memory, {millisecondsWords(cpuMs)} of
        computing within {millisecondsWords(wallMs)}, and {bytesWords(outputBytes)} of output.
      </p>
    </div>
  );
}

function Clauses({ manifest: { clauses } }: { manifest: Manifest }) {
  return (
    <ul className="flex flex-col gap-3 text-sm">
      {clauses.map(({ uuid, standard, reference, mode }) => (
        <li key={uuid}>
          <span className="font-semibold">{reference}</span>, {standard} <Tag>{mode}</Tag>
          <div>
            <CopyableHash value={uuid} label="clause UUID" />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Source({
  manifest: { source, licence, authors, entry, artifacts, provenance, sbom },
}: {
  manifest: Manifest;
}) {
  const component = artifacts.find(({ name }) => name === entry.artifact);
  return (
    <Facts
      items={[
        [
          "Source",
          <a
            key="source"
            href={source.repository}
            target="_blank"
            rel="noreferrer"
            className="break-all text-accent underline underline-offset-2"
          >
            {source.repository}
          </a>,
        ],
        ["Commit", <CopyableHash key="commit" value={source.commit} label="commit" />],
        [
          "Authors",
          <span key="authors" className="font-mono text-xs break-all">
            {authors.join(", ")}
          </span>,
        ],
        ["Licence", licence.spdx],
        ["Interface", `${entry.witPackage}, world ${entry.witWorld}`],
        ["Component", component ? `${component.name}, ${bytesWords(component.size)}` : "not named"],
        ["Build provenance", provenance ? "SLSA v1" : "none"],
        ["Bill of materials", sbom ? `CycloneDX ${sbom.specVersion}` : "none"],
      ]}
    />
  );
}

function Vectors({ manifest: { audit } }: { manifest: Manifest }) {
  return (
    <details className="text-sm">
      <summary className="text-quiet">
        Anyone can run these and must get the same outputs; audits add {audit.seeded} inputs that nobody knows
        before.
      </summary>
      <div className="mt-3">
        <Table
          caption="Public audit vectors"
          columns={[
            { head: "Vector", cell: ({ name }) => name },
            { head: "Input", cell: ({ input }) => bytesWords(input.size), end: true },
            { head: "Expected signal", cell: ({ expected }) => expected.signal },
          ]}
          rows={audit.vectors}
          rowKey={({ name }) => name}
        />
      </div>
    </details>
  );
}
