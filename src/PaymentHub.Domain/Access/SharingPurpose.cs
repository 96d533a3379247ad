namespace PaymentHub.Domain.Access;

/// <summary>
/// Why another agency reads data of the register (mục đích), which decides how much of a person is shown (Luật
/// 91/2025/QH15: no more than the purpose needs).
/// </summary>
public enum SharingPurpose
{
    /// <summary>Đối chiếu định danh: numbers and birth dates in full, to match another register.</summary>
    IdentityMatch,

    /// <summary>Kiểm tra trùng hưởng: numbers masked, programme and months in full.</summary>
    BenefitCheck,

    /// <summary>Thống kê: no numbers, no names beyond the last syllable, the year of birth only.</summary>
    Statistics,
}
