using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GrpcExp.Storage.Schema;

/// <summary>SQLite gives times back without a kind; all of ours are UTC.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    time => time,
    stored => DateTime.SpecifyKind(stored, DateTimeKind.Utc));
