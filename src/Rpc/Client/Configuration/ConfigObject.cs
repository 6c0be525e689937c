namespace Grpc.Net.Client.Configuration;

/// <summary>A part of a <see cref="ServiceConfig"/>.</summary>
public abstract class ConfigObject
{
    internal ConfigObject()
    {
    }
}
