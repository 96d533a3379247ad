using PaymentHub.Domain.Register;
using PaymentHub.Web;

namespace PaymentHub.Reference;

/// <summary>The answer to an area that does not exist.</summary>
public static class AreaProblem
{
    /// <summary>Names the words that may be asked for.</summary>
    public static IResult Result(AreaBook areas)
    {
        var words = string.Join(", ", areas.Attributes.Select(a => a.Code).Append(AreaBook.Priority).Append(
            AreaBook.None));
        return Problems.BadRequest(
            "area-unknown", $"Đặc điểm địa bàn (area) không có trong danh mục. Hãy dùng một trong: {words}.",
            $"There is no such area. Use one of: {words}.");
    }
}
