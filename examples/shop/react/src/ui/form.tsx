/** Forms whose fields say what the server refused. */
import { useId } from "react";
import type { ComponentProps, ReactNode } from "react";

interface FormProps {
  readonly name: string;
  readonly onData: (data: FormData) => void;
  readonly children: ReactNode;
}

/** Leaves the checking to the server, whose rules are the ones that count. */
export function Form({ name, onData, children }: FormProps) {
  return (
    <form
      aria-label={name}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onData(new FormData(event.currentTarget));
      }}
    >
      {children}
    </form>
  );
}

export function text(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly errors: readonly string[] | undefined;
  /** The control itself, with what ties it to its label and its errors. */
  readonly children: (control: Control) => ReactNode;
}

type Control = Pick<ComponentProps<"input">, "id" | "aria-invalid" | "aria-describedby">;

export function Field({ label, hint, errors, children }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-invalid": !!errors, "aria-describedby": `${id}-about` })}
      <p id={`${id}-about`} className={errors ? "field-error" : "hint"}>
        {errors?.join(" ") ?? hint}
      </p>
    </div>
  );
}

interface SubmitProps extends ComponentProps<"button"> {
  /** What the button says while it can't be clicked again. */
  readonly doing: string | false;
}

export function Submit({ doing, disabled, children, ...button }: SubmitProps) {
  return (
    <button type="submit" disabled={disabled || doing !== false} {...button}>
      {doing || children}
    </button>
  );
}
