using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace PaymentHub.Domain.Register;

/// <summary>In what sense somebody lives at a place.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlaceKind>))]
public enum PlaceKind
{
    /// <summary>Nơi cư trú: where the person is registered.</summary>
    Residence,

    /// <summary>Nơi ở hiện tại: where the person actually stays.</summary>
    Stay,
}

/// <summary>
/// A place where somebody lives from a day on, with the paper that says so; without <paramref name="Commune"/> it lies
/// outside the province and <paramref name="Place"/> names it.
/// </summary>
public sealed record LivingPlace(
    PlaceKind Kind, string? Commune, string Place, LocalDate From, string Document, string? SignedBy = null,
    LocalDate? SignedOn = null)
{
    /// <summary>
    /// The first month that the commune of this place pays: the one after the move, so that no month is paid twice and
    /// none is left out (NĐ 20/2021 Điều 8).
    /// </summary>
    public YearMonth FirstMonth() => From.ToYearMonth().PlusMonths(1);
}

/// <summary>
/// A place of the person became known or was stated differently. It moves nobody by itself: which decisions follow it
/// is said by the programmes' rule of the paying place, and a change of residence is a move of its own.
/// </summary>
public sealed record PlaceStated(Instant At, string By, Guid PersonId, LivingPlace Place);

/// <summary>The statement says what is already known, or has no paper.</summary>
public sealed record PlacePaperMissing() : Refusal(
    "place-paper-missing",
    "Phải ghi số giấy tờ làm căn cứ và ngày bắt đầu ở nơi này.",
    "Name the paper behind the place and its first day.");

/// <summary>The commune is not one of the province's communes in force.</summary>
public sealed record PlaceUnknown(string Commune) : Refusal(
    "place-unknown",
    $"Không có xã mang mã {Commune}. Hãy chọn xã trong danh mục, hoặc để trống mã và ghi tên nơi ở ngoài tỉnh.",
    $"No commune has the code {Commune}. Choose one of the list, or leave it empty and name the place outside.");

/// <summary>Where somebody lives through time, in both senses.</summary>
public sealed record LivingPlaces(ImmutableArray<LivingPlace> All)
{
    public static LivingPlaces None { get; } = new([]);

    /// <summary>
    /// With one more place, in the order of the days; of two statements about the same day the later one counts.
    /// </summary>
    public LivingPlaces With(LivingPlace place) => new(
    [
        .. All.Where(p => p.Kind != place.Kind || p.From != place.From).Append(place)
            .OrderBy(p => p.From).ThenBy(p => p.Kind),
    ]);

    /// <summary>The last known place of a kind; null where none was ever stated.</summary>
    public LivingPlace? Latest(PlaceKind kind) => All.LastOrDefault(p => p.Kind == kind);

    /// <summary>The place of a kind on a day; null before the first one.</summary>
    public LivingPlace? On(PlaceKind kind, LocalDate day) => All.LastOrDefault(p => p.Kind == kind && p.From <= day);
}

/// <summary>Which commune pays, and from which month on.</summary>
public readonly record struct PayingPlace(string Commune, YearMonth From);

/// <summary>
/// The rule of the paying place: the commune of residence, or of the actual stay where the programme says so and a stay
/// inside the province is known. A stay outside the province leaves the commune of residence in charge.
/// </summary>
public static class PayingPlaces
{
    /// <summary>
    /// The commune that pays by the last known places; null where no place with a day says so.
    /// </summary>
    /// <param name="isPaidWhereStaying">The programme's rule: the actual stay decides, not the residence.</param>
    /// <param name="places">What is known.</param>
    /// <param name="managing">
    /// The commune that manages the person: a residence stated elsewhere has been overtaken by the register.
    /// </param>
    public static PayingPlace? Of(bool isPaidWhereStaying, LivingPlaces places, string managing)
    {
        var stay = isPaidWhereStaying ? places.Latest(PlaceKind.Stay) : null;
        if (stay?.Commune is { } at) return new PayingPlace(at, stay.FirstMonth());
        var residence = places.Latest(PlaceKind.Residence);
        var isDated = residence?.Commune == managing;
        if (stay is not null && !(isDated && residence!.From > stay.From))
            return new PayingPlace(managing, stay.FirstMonth());
        return isDated ? new PayingPlace(managing, residence!.FirstMonth()) : null;
    }
}
