namespace GrpcExp.Warehouse.Projects;

/// <summary>How far a model that is kept by day looks around the day it makes.</summary>
/// <param name="Before">Days before it, from 0.</param>
/// <param name="After">Days after it, from 0.</param>
internal readonly record struct DayReach(int Before, int After)
{
    /// <summary>The reach of a model that reads another which itself looks around.</summary>
    public DayReach Beyond(DayReach other) => new(Before + other.Before, After + other.After);

    /// <summary>The smallest reach that contains both.</summary>
    public DayReach With(DayReach other) => new(Math.Max(Before, other.Before), Math.Max(After, other.After));

    /// <summary>True when what happened on one day may show in another.</summary>
    public bool Carries(DateOnly from, DateOnly to) =>
        to.DayNumber - from.DayNumber >= -After && to.DayNumber - from.DayNumber <= Before;
}
