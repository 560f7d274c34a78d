// The list of activity and what stands above it, for every screen that has activity to show: a feature reaches another
// one through here alone.
export { ActivityActions } from '../features/activity/activity-actions.tsx'
export { ActivityFilters, type ActivityFiltersProps } from '../features/activity/activity-filters.tsx'
export {
  type ActivityEntry,
  ActivityList,
  type ActivityListProps,
  type ActivityRows,
} from '../features/activity/activity-list.tsx'
