/** Papers as a delivery pipeline and people write them, to be attached as evidence in a story. */

/** A JUnit report of these tests of a commit; those that are named in `failed` have failed. */
export function testReport(
  suite: string,
  { commit }: Pick<Build, 'commit'>,
  at: string,
  tests: readonly string[],
  failed: readonly string[] = [],
): string {
  const cases = tests.map((name) => {
    const inside = failed.includes(name) ? '<failure message="not as expected"/>' : '';
    return `    <testcase classname="${suite}" name="${name}">${inside}</testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="${suite}" tests="${tests.length}" failures="${failed.length}" errors="0" timestamp="${at}">`,
    `    <properties><property name="commit" value="${commit}"/></properties>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** A build: 64 hex digits of what was built, 40 of the commit it was built from. */
export interface Build {
  readonly digest: string;
  readonly commit: string;
}

/** An in-toto statement with SLSA provenance v1 of a build that was finished at `at`. */
export function provenanceOf(service: string, { digest, commit }: Build, at: string): string {
  return JSON.stringify({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: `registry.example/paynow/${service}`, digest: { sha256: digest } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'https://builds.example/workflow/v1',
        externalParameters: { workflow: 'release' },
        resolvedDependencies: [
          { uri: `git+https://code.example/paynow/${service}@refs/heads/main`, digest: { gitCommit: commit } },
        ],
      },
      runDetails: { builder: { id: 'https://builds.example/runner/v1' }, metadata: { finishedOn: at } },
    },
  });
}

export function drillRecord(service: string, when: string, rollback: string, limit: string): string {
  return `when: ${when}\nwho: SRE on duty\nservice: ${service}\nrollback: ${rollback}\nlimit: ${limit}\nresult: done\n`;
}

/** Who wrote a change and who approved it. */
interface Approval extends Pick<Build, 'commit'> {
  readonly author: string;
  readonly approver: string;
  readonly approvedAt: string;
}

export function changeRecord(id: string, service: string, change: Approval): string {
  const { author, approver, approvedAt, commit } = change;
  const people = `author: "${author}"\napprover: "${approver}"\napprovedAt: ${approvedAt}\n`;
  return `id: ${id}\nservice: ${service}\n${people}commit: "${commit}"\n`;
}
