using NodaTime;

namespace PaymentHub.Web.Components;

/// <summary>
/// Days on a time axis; without a last day it goes on. Where <paramref name="InForce"/> lies behind the first day it
/// applies backwards.
/// </summary>
public sealed record DatedSpan(LocalDate From, LocalDate? Until, LocalDate InForce, bool Verified);
