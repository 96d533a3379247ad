namespace PaymentHub.Web.Components;

/// <summary>
/// What a status means to the reader; each tone has a colour and a drawing, so colour is never alone.
/// </summary>
public enum Tone
{
    /// <summary>Nothing to say or to do.</summary>
    Idle,

    /// <summary>Under way, or worth knowing.</summary>
    Info,

    /// <summary>Done and in order.</summary>
    Good,

    /// <summary>Needs attention before it can go on.</summary>
    Warn,

    /// <summary>Failed or refused.</summary>
    Bad,
}

/// <summary>The class and the drawing of each tone.</summary>
public static class Tones
{
    public static string Class(this Tone tone) => tone switch
    {
        Tone.Good => "good",
        Tone.Info => "info",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
        _ => "idle",
    };

    public static string Icon(this Tone tone) => tone switch
    {
        Tone.Good => "check",
        Tone.Info => "info",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
        _ => "idle",
    };
}
