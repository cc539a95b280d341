/** Providers: params are props, required where the context needs them. */
import { createMizan } from "@mizan/runtime";
import type { ReactNode } from "react";
import { CustomerContext } from "../../generated/js/orders/react/index.js";
import { MizanContext, UserContext } from "../../generated/js/user/react/index.js";
import type { UserContextProps } from "../../generated/js/user/react/index.js";
import { same } from "../same.js";

export const accepted: ReactNode = (
  <MizanContext client={createMizan()}>
    <UserContext user_id={5} />
    <UserContext user_id={5} page={2}>
      text and <b>elements</b>
    </UserContext>
    <UserContext key="second" user_id={6}>
      {[1, 2].map((page) => (
        <CustomerContext key={page} user_id={page} order_id={9} />
      ))}
    </UserContext>
  </MizanContext>
);

export const roots: readonly ReactNode[] = [
  <MizanContext />,
  <MizanContext options={{ baseUrl: "/api" }} />,
  // @ts-expect-error not a client
  <MizanContext client={{}} />,
  // @ts-expect-error no such prop
  <MizanContext url="/api" />,
];

export const refused: readonly ReactNode[] = [
  // @ts-expect-error a required param is missing
  <UserContext />,
  // @ts-expect-error the optional param alone isn't enough
  <UserContext page={2} />,
  // @ts-expect-error ids are numbers
  <UserContext user_id="5" />,
  // @ts-expect-error absent is not undefined
  <UserContext user_id={5} page={undefined} />,
  // @ts-expect-error absent is not null
  <UserContext user_id={5} page={null} />,
  // @ts-expect-error no such param
  <UserContext user_id={5} pages={2} />,
  // @ts-expect-error wire names stay as they are
  <UserContext userId={5} />,
  // @ts-expect-error children are not data
  <UserContext user_id={5}>{{ user_id: 5 }}</UserContext>,
];

export function props(given: UserContextProps): void {
  same<UserContextProps["user_id"], number>(true);
  same<UserContextProps["children"], ReactNode>(true);
  // @ts-expect-error children are read only
  given.children = null;
}
