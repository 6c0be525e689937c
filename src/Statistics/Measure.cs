using System.Globalization;

namespace GrpcExp.Statistics;

/// <summary>
/// A number that is present and finite, or absent with a reason. <c>default</c> is absent
/// (<see cref="AbsenceReason.NotComputed"/>), so a forgotten assignment can never read as zero.
/// </summary>
public readonly record struct Measure
{
    private readonly double value;
    private readonly bool present;
    private readonly AbsenceReason reason;

    private Measure(double value, bool present, AbsenceReason reason)
    {
        this.value = value;
        this.present = present;
        this.reason = reason;
    }

    /// <summary>True when there is a number.</summary>
    public bool IsPresent => present;

    /// <summary>The number, always finite.</summary>
    /// <exception cref="InvalidOperationException">The number is absent; the message says why.</exception>
    public double Value => present
        ? value
        : throw new InvalidOperationException($"There is no number because {reason.Describe()}.");

    /// <summary>The number, or null when it is absent; what SQL and JSON store.</summary>
    public double? OrNull => present ? value : null;

    /// <summary>Why the number is absent, or null when it is present.</summary>
    public AbsenceReason? Reason => present ? null : reason;

    /// <summary>A number. A NaN or an infinity becomes absent with <see cref="AbsenceReason.NotFinite"/>.</summary>
    public static Measure Of(double value) =>
        double.IsFinite(value) ? new Measure(value, true, default) : Absent(AbsenceReason.NotFinite);

    /// <summary>No number, and why.</summary>
    public static Measure Absent(AbsenceReason reason) => new(0, false, reason);

    /// <summary>Applies <paramref name="transform"/> when present; an absence is passed on with its reason.</summary>
    public Measure Map(Func<double, double> transform) => present ? Of(transform(value)) : this;

    /// <summary>The number when present.</summary>
    public bool TryGet(out double number)
    {
        number = value;
        return present;
    }

    /// <summary>Wraps a finite number.</summary>
    public static implicit operator Measure(double value) => Of(value);

    /// <summary>The number in round-trip form, or <c>absent (code)</c>; culture does not matter.</summary>
    public override string ToString() =>
        present ? value.ToString("R", CultureInfo.InvariantCulture) : $"absent ({reason.Code()})";
}
