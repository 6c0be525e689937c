-- grain: one row per raw assignment event that repeats the event_id of another (event_id, unit_id, day)

{{ config(materialized='incremental', unique_key='event_id, unit_id, day') }}

{{ repeated_rows('assignments') }}

select * from final
