namespace GrpcExp.ControlPlane.Startup;

/// <summary>Marks a connection that came to the port for browsers, so that no header decides what it may reach.</summary>
internal sealed class WebConnection;
