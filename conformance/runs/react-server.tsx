/** React on a server: what is loaded beforehand is in the page, what suspends is waited for. */
import { Suspense } from "react";
import type { ReactNode } from "react";
import { renderToPipeableStream, renderToString } from "react-dom/server";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import {
  MizanContext,
  UserContext,
  createMizan,
  prefetchUserContext,
  useSessionInfo,
  useUpdateProfile,
  useUserOrders,
  useUserProfile,
  useUserProfileSuspense,
} from "../generated/js/user/react/index.js";

const baseUrl = process.argv[2];

function Profile(): ReactNode {
  const profile = useUserProfile();
  const rename = useUpdateProfile();
  return <p id={profile.status}>{profile.data?.name ?? rename.status}</p>;
}

function Orders(): ReactNode {
  const orders = useUserOrders({ user_id: 5, page: 2 });
  return <p id={orders.status}>{orders.data?.length ?? "none yet"}</p>;
}

function Session(): ReactNode {
  return <p>{useSessionInfo().status}</p>;
}

function SuspendedProfile(): ReactNode {
  return <p>{useUserProfileSuspense().name}</p>;
}

async function prepared(): Promise<string> {
  const client = createMizan({ baseUrl });
  await prefetchUserContext(client, { user_id: 5 });
  return renderToString(
    <MizanContext client={client}>
      <UserContext user_id={5}>
        <Profile />
        <Orders />
        <Session />
      </UserContext>
    </MizanContext>,
  );
}

function streamed(): Promise<string> {
  const html = new PassThrough();
  const { pipe } = renderToPipeableStream(
    <MizanContext client={createMizan({ baseUrl })}>
      <UserContext user_id={5}>
        <Suspense fallback="loading">
          <SuspendedProfile />
        </Suspense>
      </UserContext>
    </MizanContext>,
    { onAllReady: () => pipe(html), onError: (error) => void html.destroy(new Error(String(error))) },
  );
  return text(html);
}

function orphaned(): string {
  try {
    return renderToString(<Profile />);
  } catch (error) {
    return String(error);
  }
}

console.log(JSON.stringify({ prepared: await prepared(), streamed: await streamed(), orphaned: orphaned() }));
