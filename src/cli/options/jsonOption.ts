/** The flag `--json`, the same in every command that has it. */
export const JSON_OPTION = {
  type: 'boolean',
  default: false,
  describe: 'print one JSON object on stdout, and nothing else there',
} as const;
