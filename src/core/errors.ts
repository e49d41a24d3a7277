/** Something that the user can mend: printed as one line with its hint, exit code 2. */
export class UserError extends Error {
  constructor(
    message: string,
    readonly hint: string | null = null,
  ) {
    super(message);
    this.name = 'UserError';
  }
}
