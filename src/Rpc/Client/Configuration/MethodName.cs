namespace Grpc.Net.Client.Configuration;

/// <summary>Names a method, every method of a service, or every method.</summary>
public sealed class MethodName : ConfigObject
{
    /// <summary>Every method of every service.</summary>
    public static readonly MethodName Default = new();

    /// <summary>The full name of the service; null means every service.</summary>
    public string? Service { get; set; }

    /// <summary>The name of the method; null means every method of the service.</summary>
    public string? Method { get; set; }
}
