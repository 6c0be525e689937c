namespace GrpcExp.Storage.Alerts;

/// <summary>How bad it is.</summary>
public enum AlertSeverity
{
    /// <summary>Good to know.</summary>
    Info = 1,

    /// <summary>Somebody should look.</summary>
    Warning = 2,

    /// <summary>Somebody must act, or the platform had to.</summary>
    Error = 3,
}
