using Google.Protobuf.WellKnownTypes;
using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane;

/// <summary>A range of time that a list call wants.</summary>
/// <param name="From">Then or later, UTC; null for all.</param>
/// <param name="To">Earlier, UTC; null for all.</param>
internal sealed record TimeRange(DateTime? From, DateTime? To)
{
    /// <summary>Notes what is wrong with the range, and gives it.</summary>
    /// <param name="violations">Gets what is wrong.</param>
    /// <param name="name">Name of the time: the fields are <c>min_NAME</c> and <c>max_NAME</c>.</param>
    /// <param name="from">Start; null for none.</param>
    /// <param name="to">End; null for none.</param>
    public static TimeRange Read(Violations violations, string name, Timestamp? from, Timestamp? to)
    {
        var range = new TimeRange(
            from is null ? null : Times.Read(violations, $"min_{name}", from), to is null ? null : Times.Read(violations, $"max_{name}", to));
        violations.AddIf(range.To <= range.From, $"max_{name}", $"{range.To:O} is not after min_{name}: nothing lies between them");
        return range;
    }

    /// <summary>True when a time lies in the range; without a time, when the range is everything.</summary>
    public bool Has(Timestamp? time) => time is null
        ? From is null && To is null
        : !(time.ToDateTime() < From) && !(time.ToDateTime() >= To);
}
