import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package that the encoder learns from, and what of it is read. */
export interface Source {
  readonly package: string;
  /** Folder or file inside the package. */
  readonly path: string;
}

const AWS_CLIENTS = [
  'cloudwatch',
  'cognito-identity-provider',
  'dynamodb',
  'eventbridge',
  'iam',
  'lambda',
  'rekognition',
  's3',
  'secrets-manager',
  'sesv2',
  'sns',
  'sqs',
];

/** What of the packages in package.json is read. Packages hold copies of the same declarations for several module systems. */
export const SOURCES: readonly Source[] = [
  { package: 'typescript', path: 'lib' },
  ...[
    'node',
    'office-js',
    'google-apps-script',
    'vscode',
    'jquery',
    'leaflet',
    'three',
    'react',
    'express',
  ].map((name) => ({ package: `@types/${name}`, path: '.' })),
  ...AWS_CLIENTS.map((name) => ({ package: `@aws-sdk/client-${name}`, path: 'dist-types' })),
  { package: 'playwright-core', path: 'types' },
  ...['calendar', 'drive', 'gmail', 'sheets'].map((name) => ({
    package: `@googleapis/${name}`,
    path: 'build',
  })),
  { package: '@dcloudio/types', path: 'html5plus' },
  { package: '@azure/storage-blob', path: 'dist/commonjs' },
  { package: 'stripe', path: 'esm' },
  { package: '@slack/web-api', path: 'dist' },
  { package: '@octokit/openapi-types', path: '.' },
  { package: 'dingtalk-jsapi', path: '.' },
  { package: '@larksuiteoapi/node-sdk', path: 'types' },
  { package: 'monaco-editor', path: 'monaco.d.ts' },
];
/** `@types/d3` is a package for each part of the library, which it depends on. */
export const D3 = /^d3-/;

/** The sources with their versions and licences, as they are listed in the package's notices. */
export function sourceList(packages: string, names: readonly string[]): string {
  const lines = names.map((name) => {
    const { version, license } = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})`;
  });
  return `${lines.join('\n')}\n`;
}
