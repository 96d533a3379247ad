using NodaTime;

namespace PaymentHub.Web.Components;

/// <summary>A page above the present one.</summary>
public sealed record Crumb(string Text, string Href);

/// <summary>
/// A column of a table. <see cref="Key"/> is the value of the query parameter <c>sort</c> where the column can be
/// ordered by; amounts and counts are <see cref="Numeric"/> and stand at the right.
/// </summary>
public sealed record TableColumn(string Title, string? Key = null, bool Numeric = false);

/// <summary>A figure on a board.</summary>
public sealed record Tile(string Label, string Value, string? Note = null, Tone Tone = Tone.Idle, string? Href = null);

/// <summary>A bar; <see cref="Shown"/> is the value as people read it.</summary>
public sealed record Bar(string Label, long Value, string Shown, Tone Tone = Tone.Info);

/// <summary>
/// Something that happened: what, when, who and why; <see cref="Code"/> is a technical name, shown small.
/// </summary>
public sealed record TimelineItem(
    Instant At, string What, string? Who = null, string? Why = null, string? Code = null, Tone Tone = Tone.Info,
    string? Href = null);

/// <summary>One choice of a select: the value that is sent and the text that people read.</summary>
public sealed record Choice(string Value, string Text);
