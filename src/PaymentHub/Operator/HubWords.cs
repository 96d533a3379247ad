using System.Globalization;
using System.Text.Json.Nodes;
using PaymentHub.Domain.Batches;

namespace PaymentHub.Operator;

/// <summary>Vietnamese words for the codes of answers.</summary>
internal static class HubWords
{
    public static string Batch(JsonNode? status) =>
        Enum.TryParse<BatchStatus>($"{status}", out var known) ? BatchWords.Vietnamese(known) : $"{status}";

    public static string Payment(JsonNode? status) =>
        Enum.TryParse<PaymentStatus>($"{status}", out var known) ? BatchWords.Vietnamese(known) : $"{status}";

    public static string Status(JsonNode? status) => $"{status}" switch
    {
        "Received" => "đã nhận",
        "Running" => "đang nhập",
        "Completed" => "đã nhập xong",
        "CompletedWithRefusals" => "đã nhập, có dòng bị từ chối",
        "Refused" => "bị từ chối",
        "Cancelled" => "đã dừng",
        "Accepted" => "đã tiếp nhận",
        "Held" => "chờ xem xét",
        "Proposed" => "chờ người thứ hai đồng ý",
        "Reconciled" => "đã đối chiếu",
        "Planning" => "đang lập",
        "Planned" => "đã lập xong",
        "Produced" => "đã lập tệp",
        "Delivered" => "đã giao",
        "Sending" => "đang gửi",
        "Failed" => "chưa gửi được",
        "Unknown" => "chưa rõ đã đến",
        "Acknowledged" => "ngân hàng đã xác nhận",
        "Declined" => "ngân hàng từ chối",
        "Open" => "đang mở",
        "Decided" => "đã kết luận",
        "Recovering" => "đang thu hồi",
        "Recovered" => "đã thu hồi",
        var other => other,
    };

    public static string Deadline(JsonNode? status) => $"{status}" switch
    {
        "Done" => "đã xong",
        "DoneLate" => "xong chậm",
        "Overdue" => "QUÁ HẠN",
        _ => "còn hạn",
    };

    public static string Holds(JsonNode? holds) => holds?.GetValue<bool>() == true ? "đúng" : "SAI";

    /// <summary>The moment in Vietnamese time, to the second.</summary>
    public static string Moment(JsonNode? at) =>
        DateTimeOffset.TryParse($"{at}", CultureInfo.InvariantCulture, out var moment)
            ? moment.ToOffset(TimeSpan.FromHours(7)).ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture)
            : $"{at}";
}
