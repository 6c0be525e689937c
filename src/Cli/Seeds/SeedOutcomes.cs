namespace GrpcExp.Cli.Seeds;

/// <summary>
/// The outcome events of an experiment's units. Nothing is left to chance where a verdict hangs on it: how many units
/// of an arm convert is counted out, values are evenly spaced quantiles, and chance only says which unit gets which.
/// </summary>
internal sealed class SeedOutcomes(SeedExperiment experiment, IReadOnlyList<SeedUnit> units, SeedRandom random, List<SeedEvent> events)
{
    // A shop's price list, in hundredths.
    private static readonly int[] Prices = [499, 999, 1299, 1999, 2499, 2999, 3999, 4999, 7999, 11999];

    // Sessions a unit relative to the mean, per five units.
    private static readonly int[] SessionPattern = [0, 50, 100, 150, 200];

    public void Record()
    {
        var done = new HashSet<string>();
        foreach (var effect in experiment.Guardrails.Prepend(experiment.Primary).Concat(experiment.Secondary))
        {
            // Two metrics may count the same event; it happens once.
            if (done.Add(SeedMetrics.Of(effect.Metric).EventName))
            {
                Record(effect);
            }
        }
    }

    private void Record(SeedEffect effect)
    {
        for (var arm = 0; arm < experiment.Arms.Count; arm++)
        {
            // Grouped by segment and shuffled within: counting out along this order spreads evenly over segments.
            var members = units.Where(unit => unit.Arm == arm && unit.Defect is (UnitDefect.None or UnitDefect.RepeatedAssignment)).ToArray();
            random.Shuffle<SeedUnit>(members);
            members = [.. members.OrderBy(unit => unit.Segment)];
            var others = effect.SegmentLevels is null ? [] : members.Where(unit => unit.Segment == SeedPopulation.OtherSegment).ToArray();
            Record(effect.Metric, effect.Levels[arm], effect.SegmentLevels is null ? members : [.. members.Except(others)]);
            if (others.Length > 0)
            {
                Record(effect.Metric, effect.SegmentLevels![arm], others);
            }
        }
    }

    private void Record(string metric, int level, SeedUnit[] members)
    {
        switch (metric)
        {
            case SeedMetrics.PageLoad:
                PageLoads(level, members);
                break;
            case SeedMetrics.Sessions:
                SessionStarts(level, members);
                break;
            default:
                Conversions(SeedMetrics.Of(metric).EventName, level, members);
                break;
        }
    }

    private void Conversions(string eventName, int perThousand, SeedUnit[] members)
    {
        // Half a unit ahead, so that the count is rounded and not cut.
        var carried = 500;
        var price = 0;
        foreach (var unit in members)
        {
            carried += perThousand;
            if (carried < 1000)
            {
                continue;
            }

            carried -= 1000;
            Add(eventName, unit, eventName == "purchase" ? Prices[(price++ * 3) % Prices.Length] : null);
        }
    }

    private void SessionStarts(int levelHundredths, SeedUnit[] members)
    {
        var carried = new int[SessionPattern.Length];
        for (var i = 0; i < members.Length; i++)
        {
            var pattern = i % SessionPattern.Length;
            carried[pattern] += levelHundredths * SessionPattern[pattern];
            for (; carried[pattern] >= 10_000; carried[pattern] -= 10_000)
            {
                Add("session_start", members[i], null);
            }

            // Who comes often came often before: what CUPED lives on.
            for (var past = 0; experiment.HasHistory && past < SessionPattern[pattern] / 50; past++)
            {
                AddAt("session_start", members[i], null, members[i].AssignedAt - random.Between(SeedCalendar.Hour, 13 * SeedCalendar.Day));
            }
        }
    }

    private void PageLoads(int percent, SeedUnit[] members)
    {
        var quantiles = Enumerable.Range(0, members.Length).ToArray();
        random.Shuffle<int>(quantiles);
        for (var i = 0; i < members.Length; i++)
        {
            // 400 ms and a right-skewed rest; sums and products only, which are the same on every machine.
            var rank = (quantiles[i] + 0.5) / members.Length;
            var milliseconds = 400 + (600 * rank) + (1800 * rank * rank * rank * rank);
            Add("page_load", members[i], (long)((milliseconds * percent) + 0.5));
        }
    }

    private void Add(string eventName, SeedUnit unit, long? valueHundredths) =>
        AddAt(eventName, unit, valueHundredths, unit.AssignedAt + random.Between(SeedCalendar.Hour, 6 * SeedCalendar.Day));

    private void AddAt(string eventName, SeedUnit unit, long? valueHundredths, long occurredAt) => events.Add(new SeedEvent
    {
        EventName = eventName,
        UnitId = unit.Id,
        OccurredAt = occurredAt,
        ValueHundredths = valueHundredths,
        LoggedAt = occurredAt,
    });
}
