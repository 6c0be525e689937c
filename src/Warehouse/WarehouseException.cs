namespace GrpcExp.Warehouse;

/// <summary>A problem a user can act on; the message names what is wrong, its value and the remedy.</summary>
public class WarehouseException : Exception
{
    /// <summary>Creates it with a message for a person.</summary>
    public WarehouseException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it with a message for a person and what caused it.</summary>
    public WarehouseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
