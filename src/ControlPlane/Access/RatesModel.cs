namespace GrpcExp.ControlPlane.Access;

/// <summary>How much one caller may ask; each is also what he may ask at once after a rest.</summary>
/// <param name="CallsPerSecond">With one token.</param>
/// <param name="AddressCallsPerSecond">From one IP address.</param>
/// <param name="FailedLoginsPerMinute">From one IP address with tokens that are not valid.</param>
internal sealed record RatesModel(int CallsPerSecond, int AddressCallsPerSecond, int FailedLoginsPerMinute);
