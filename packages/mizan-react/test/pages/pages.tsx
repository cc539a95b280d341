/** The pages that the shared scenarios drive, as an application would write them in React. */
import * as React from "react";
import { Component, Suspense, useEffect, useState, useTransition } from "react";
import type { ReactNode } from "react";
import { gate, held, versions } from "../harness/page.js";
import {
  MizanContext,
  UserContext,
  useSession,
  useUpdateProfile,
  useUserContext,
  useUserOrder,
  useUserOrders,
  useUserProfile,
  useUserProfileSuspense,
} from "../shop/react/index.js";

export const pages: Readonly<Record<string, () => ReactNode>> = {
  profile: () => (
    <UserContext user_id={5}>
      <Name />
      <Name />
      <Orders />
      <Status />
    </UserContext>
  ),

  params: () => (
    <Stepper>
      {(user) => (
        <UserContext user_id={user}>
          <Name />
        </UserContext>
      )}
    </Stepper>
  ),

  "own-params": () => <Stepper>{(user) => <OwnName user={user} />}</Stepper>,

  reserved: () => (
    <UserContext user_id={5} active key_="lock" order_id={9}>
      <Name />
      <Order />
    </UserContext>
  ),

  optional: () => (
    <Stepper>
      {(step) => (
        <UserContext user_id={5} {...(step > 1 && { order_id: 9 })}>
          <Name />
          <Order />
        </UserContext>
      )}
    </Stepper>
  ),

  mutation: () => (
    <UserContext user_id={5}>
      <Name />
      <Starter />
      <Toggle>
        <Editor />
      </Toggle>
    </UserContext>
  ),

  suspense: () => (
    <Suspense fallback={<p id="fallback">loading</p>}>
      <SuspenseStepper />
    </Suspense>
  ),

  "suspense-error": () => (
    <ErrorText>
      <Suspense fallback={<p id="fallback">loading</p>}>
        <OwnSuspenseName />
      </Suspense>
    </ErrorText>
  ),

  global: () => (
    <Toggle>
      <Session />
    </Toggle>
  ),

  slices: () => (
    <UserContext user_id={5}>
      <Name />
      <Orders />
    </UserContext>
  ),

  late: () => (
    <UserContext user_id={5}>
      <Suspense fallback={<p>never seen</p>}>
        <Gate>
          <Name />
          <SuspenseName />
        </Gate>
      </Suspense>
      <Editor />
    </UserContext>
  ),

  two: () => <SecondRoot />,

  "missing-provider": () => (
    <ErrorText>
      <Name />
    </ErrorText>
  ),

  "missing-root": () => (
    <ErrorText>
      <UserContext user_id={5}>
        <Name />
      </UserContext>
    </ErrorText>
  ),

  activity: () => <Hideable />,

  churn: () => (
    <UserContext user_id={5}>
      <Name />
      <Watched />
      <Editor />
    </UserContext>
  ),
};

function Watched(): ReactNode {
  const profile = useUserProfile({ user_id: 6 });
  const update = useUpdateProfile();
  held.push(new WeakRef(profile), new WeakRef(update), new WeakRef(update.mutate));
  return null;
}

function Name(): ReactNode {
  const { status, data } = useUserProfile();
  return (
    <p className="name" data-status={status}>
      {data?.name ?? "…"}
    </p>
  );
}

function OwnName({ user }: { readonly user: number }): ReactNode {
  const { data } = useUserProfile({ user_id: user });
  return <p className="name">{data?.name ?? "…"}</p>;
}

function Orders(): ReactNode {
  const { data } = useUserOrders();
  useEffect(() => {
    if (data) versions.add(data);
  });
  return <p id="orders">{data?.orders.join() ?? "…"}</p>;
}

function Order(): ReactNode {
  const { status, data } = useUserOrder();
  return (
    <p id="order">
      {status} {data?.total ?? "…"}
    </p>
  );
}

function Status(): ReactNode {
  const state = useUserContext();
  return (
    <p id="status" data-fetching={state.isFetching}>
      {state.status === "success" ? state.data.user_profile.name : state.status}
    </p>
  );
}

function Session(): ReactNode {
  const { data } = useSession();
  return <p id="session">{data?.username ?? "…"}</p>;
}

let isOpen = typeof window === "undefined";
void gate.then(() => (isOpen = true));

/** Hydrates once the gate is open. */
function Gate({ children }: { readonly children: ReactNode }): ReactNode {
  if (!isOpen) throw gate;
  return children;
}

function OwnSuspenseName(): ReactNode {
  return <p className="name">{useUserProfileSuspense({ user_id: 5 }).name}</p>;
}

function SuspenseName(): ReactNode {
  return <p className="name">{useUserProfileSuspense().name}</p>;
}

function Stepper({ children }: { readonly children: (user: number) => ReactNode }): ReactNode {
  const [user, setUser] = useState(1);
  return (
    <>
      <button id="next" onClick={() => setUser((old) => old + 1)}>
        next
      </button>
      {children(user)}
    </>
  );
}

function SuspenseStepper(): ReactNode {
  const [user, setUser] = useState(1);
  const [isPending, startTransition] = useTransition();
  const { name } = useUserProfileSuspense({ user_id: user });
  return (
    <>
      <button id="next" onClick={() => startTransition(() => setUser((old) => old + 1))}>
        next
      </button>
      <button id="jump" onClick={() => setUser((old) => old + 1)}>
        jump
      </button>
      <p className="name" data-pending={isPending}>
        {name}
      </p>
    </>
  );
}

function Toggle({ children }: { readonly children: ReactNode }): ReactNode {
  const [isShown, show] = useState(false);
  return (
    <>
      <button id="toggle" onClick={() => show((old) => !old)}>
        toggle
      </button>
      {isShown && children}
    </>
  );
}

function Editor(): ReactNode {
  const update = useUpdateProfile({ key: "editor" });
  return (
    <>
      <button id="save" onClick={() => update.mutate({ user_id: 5, name: "Grace" })}>
        save
      </button>
      <button id="clear" onClick={() => update.mutate({ user_id: 5, name: "" })}>
        clear
      </button>
      <p id="mutation">
        {update.status} {update.pendingCount} {update.variables?.name} {update.data?.name}
        {update.error?.fieldErrors.name?.join()}
      </p>
    </>
  );
}

function Starter(): ReactNode {
  const { mutate } = useUpdateProfile({ key: "editor" });
  return (
    <button id="start" onClick={() => mutate({ user_id: 5, name: "Grace" })}>
      start
    </button>
  );
}

function Hideable(): ReactNode {
  const [isShown, show] = useState(true);
  return (
    <>
      <button id="toggle" onClick={() => show((old) => !old)}>
        toggle
      </button>
      <React.Activity mode={isShown ? "visible" : "hidden"}>
        <UserContext user_id={5}>
          <Name />
        </UserContext>
      </React.Activity>
    </>
  );
}

function SecondRoot(): ReactNode {
  return (
    <>
      <div id="first">
        <OwnName user={5} />
      </div>
      <div id="second">
        <MizanContext options={{ baseUrl: "/second" }}>
          <OwnName user={5} />
          <Editor />
        </MizanContext>
      </div>
    </>
  );
}

class ErrorText extends Component<{ readonly children: ReactNode }, { readonly text: string }> {
  override state = { text: "" };
  static getDerivedStateFromError(error: unknown): { readonly text: string } {
    return { text: String(error) };
  }
  override render(): ReactNode {
    if (!this.state.text) return this.props.children;
    return (
      <>
        <p id="error">{this.state.text}</p>
        <button id="reset" onClick={() => this.setState({ text: "" })}>
          reset
        </button>
      </>
    );
  }
}
