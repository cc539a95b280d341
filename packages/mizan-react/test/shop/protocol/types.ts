// What the compiler writes for a small schema, in its shape: the named types.
export interface UpdateProfileInput {
  user_id: number;
  name: string;
}

export interface UserProfileOutput {
  id: number;
  name: string;
}

export interface UserOrdersOutput {
  page: number;
  orders: string[];
}

export interface UserOrderOutput {
  id: number;
  total: number;
}

export interface SessionOutput {
  username: string;
}

export interface NameTakenDetails {
  suggestion: string;
}
