namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>A CSV file, or what was asked of it, is not usable. The message names line, column and remedy.</summary>
public sealed class CsvInputException : WarehouseException
{
    /// <summary>Creates it with a message for a person.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="line">Line of the file, from 1; null when it is about the whole file.</param>
    /// <param name="column">Column name; null when it is about none.</param>
    public CsvInputException(string message, long? line = null, string? column = null)
        : base(Where(line, column) + message)
    {
        Line = line;
        Column = column;
    }

    /// <summary>Line of the file, from 1; null when it is about the whole file.</summary>
    public long? Line { get; }

    /// <summary>Column name; null when it is about none.</summary>
    public string? Column { get; }

    private static string Where(long? line, string? column) => (line, column) switch
    {
        ({ } at, { } name) => $"Line {at}, column \"{name}\": ",
        ({ } at, null) => $"Line {at}: ",
        (null, { } name) => $"Column \"{name}\": ",
        _ => "",
    };
}
