namespace GrpcExp.Database.Warehouse;

/// <summary>A clock that stands until it is set.</summary>
public sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
