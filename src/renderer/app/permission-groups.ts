// The catalogue of permissions with its boxes, for every form in which a set of them is put together.
export { PermissionGroups } from '../features/users/permission-groups.tsx'
