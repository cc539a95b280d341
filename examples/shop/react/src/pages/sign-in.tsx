/** The way in, for those who are known and for those who are new. */
import { useRef } from "react";
import { Navigate, useSearchParams } from "react-router";
import { isDjangoError, useSessionInfo, useSignIn, useSignUp } from "../mizan/react";
import { Failure } from "../ui/failure";
import { Field, Form, Submit, text } from "../ui/form";
import { Page } from "../ui/page";

export function SignInPage() {
  const [address] = useSearchParams();
  const session = useSessionInfo();
  // Signed in here or in another tab: on to where they were going.
  if (session.data?.user) return <Navigate to={ownPath(address.get("next"))} replace />;
  return (
    <Page title="Sign in">
      <div className="side-by-side">
        <SignIn />
        <SignUp />
      </div>
    </Page>
  );
}

/** Only ever a page of this shop, whatever the address says. */
function ownPath(next: string | null): string {
  return next && URL.canParse(next, location.origin) && new URL(next, location.origin).origin === location.origin ? next : "/";
}

function credentials(data: FormData) {
  return { username: text(data, "username"), password: text(data, "password") };
}

function SignIn() {
  const signIn = useSignIn();
  const errors = signIn.error?.fieldErrors;
  return (
    <section className="panel">
      <h2>Welcome back</h2>
      <Form name="Sign in" onData={(data) => signIn.mutate(credentials(data))}>
        <Field label="Username" errors={errors?.username}>
          {(control) => <input {...control} name="username" autoComplete="username" autoCapitalize="none" />}
        </Field>
        <Field label="Password" errors={errors?.password}>
          {(control) => <input {...control} name="password" type="password" autoComplete="current-password" />}
        </Field>
        <Failure error={signIn.error} />
        <Submit doing={signIn.isPending && "Signing in…"}>Sign in</Submit>
      </Form>
    </section>
  );
}

function SignUp() {
  const signUp = useSignUp();
  const username = useRef<HTMLInputElement>(null);
  const { error } = signUp;
  const suggestions =
    isDjangoError(error, "sign_up") && error.code === "NAME_TAKEN" ? error.details.suggestions : [];
  const take = (suggestion: string) => {
    if (username.current) username.current.value = suggestion;
    username.current?.focus();
    signUp.reset();
  };
  return (
    <section className="panel">
      <h2>New here?</h2>
      <Form name="Sign up" onData={(data) => signUp.mutate(credentials(data))}>
        <Field label="Username" hint="Small letters, digits and _." errors={error?.fieldErrors.username}>
          {(control) => <input {...control} ref={username} name="username" autoComplete="username" autoCapitalize="none" />}
        </Field>
        <Field label="Password" errors={error?.fieldErrors.password}>
          {(control) => <input {...control} name="password" type="password" autoComplete="new-password" />}
        </Field>
        <Failure error={error}>
          {suggestions.map((suggestion) => (
            <button key={suggestion} type="button" className="quiet" onClick={() => take(suggestion)}>
              {suggestion}
            </button>
          ))}
        </Failure>
        <Submit doing={signUp.isPending && "Signing up…"}>Sign up</Submit>
      </Form>
    </section>
  );
}
