// Tensor methods: element by element.
namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Ops.abs.Call(this);
        public Tensor abs_() => Ops.abs_.InPlace(this);
        public Tensor absolute() => Ops.absolute.Call(this);
        public Tensor absolute_() => Ops.absolute_.InPlace(this);
        public Tensor angle() => Ops.angle.Call(this);
        public Tensor ceil() => Ops.ceil.Call(this);
        public Tensor ceil_() => Ops.ceil_.InPlace(this);
        public Tensor conj() => Ops.conj.Call(this);
        public Tensor conj_physical() => Ops.conj_physical.Call(this);
        public Tensor conj_physical_() => Ops.conj_physical_.InPlace(this);
        public Tensor deg2rad() => Ops.deg2rad.Call(this);
        public Tensor deg2rad_() => Ops.deg2rad_.InPlace(this);
        public Tensor digamma() => Ops.digamma.Call(this);
        public Tensor digamma_() => Ops.digamma_.InPlace(this);
        public Tensor erf() => Ops.erf.Call(this);
        public Tensor erf_() => Ops.erf_.InPlace(this);
        public Tensor erfc() => Ops.erfc.Call(this);
        public Tensor erfc_() => Ops.erfc_.InPlace(this);
        public Tensor erfinv() => Ops.erfinv.Call(this);
        public Tensor erfinv_() => Ops.erfinv_.InPlace(this);
        public Tensor exp() => Ops.exp.Call(this);
        public Tensor exp_() => Ops.exp_.InPlace(this);
        public Tensor exp2() => Ops.exp2.Call(this);
        public Tensor exp2_() => Ops.exp2_.InPlace(this);
        public Tensor expm1() => Ops.expm1.Call(this);
        public Tensor expm1_() => Ops.expm1_.InPlace(this);
        public Tensor fix() => Ops.fix.Call(this);
        public Tensor fix_() => Ops.fix_.InPlace(this);
        public Tensor floor() => Ops.floor.Call(this);
        public Tensor floor_() => Ops.floor_.InPlace(this);
        public Tensor frac() => Ops.frac.Call(this);
        public Tensor frac_() => Ops.frac_.InPlace(this);
        public Tensor i0() => Ops.i0.Call(this);
        public Tensor i0_() => Ops.i0_.InPlace(this);
        public Tensor lgamma() => Ops.lgamma.Call(this);
        public Tensor lgamma_() => Ops.lgamma_.InPlace(this);
        public Tensor log() => Ops.log.Call(this);
        public Tensor log_() => Ops.log_.InPlace(this);
        public Tensor log10() => Ops.log10.Call(this);
        public Tensor log10_() => Ops.log10_.InPlace(this);
        public Tensor log1p() => Ops.log1p.Call(this);
        public Tensor log1p_() => Ops.log1p_.InPlace(this);
        public Tensor log2() => Ops.log2.Call(this);
        public Tensor log2_() => Ops.log2_.InPlace(this);
        public Tensor logical_not() => Ops.logical_not.Call(this);
        public Tensor logical_not_() => Ops.logical_not_.InPlace(this);
        public Tensor neg() => Ops.neg.Call(this);
        public Tensor neg_() => Ops.neg_.InPlace(this);
        public Tensor negative() => Ops.negative.Call(this);
        public Tensor positive() => Ops.positive.Call(this);
        public Tensor rad2deg() => Ops.rad2deg.Call(this);
        public Tensor rad2deg_() => Ops.rad2deg_.InPlace(this);
        public Tensor reciprocal() => Ops.reciprocal.Call(this);
        public Tensor reciprocal_() => Ops.reciprocal_.InPlace(this);
        public Tensor rsqrt() => Ops.rsqrt.Call(this);
        public Tensor rsqrt_() => Ops.rsqrt_.InPlace(this);
        public Tensor sgn() => Ops.sgn.Call(this);
        public Tensor sgn_() => Ops.sgn_.InPlace(this);
        public Tensor sign() => Ops.sign.Call(this);
        public Tensor sign_() => Ops.sign_.InPlace(this);
        public Tensor signbit() => Ops.signbit.Call(this);
        public Tensor sqrt() => Ops.sqrt.Call(this);
        public Tensor sqrt_() => Ops.sqrt_.InPlace(this);
        public Tensor square() => Ops.square.Call(this);
        public Tensor trunc() => Ops.trunc.Call(this);
        public Tensor trunc_() => Ops.trunc_.InPlace(this);
        public Tensor isfinite() => Ops.isfinite.Call(this);
        public Tensor isinf() => Ops.isinf.Call(this);
        public Tensor isnan() => Ops.isnan.Call(this);
        public Tensor isneginf() => Ops.isneginf.Call(this);
        public Tensor isposinf() => Ops.isposinf.Call(this);
        public Tensor isreal() => Ops.isreal.Call(this);
        public Tensor bitwise_not() => Ops.bitwise_not.Call(this);
        public Tensor bitwise_not_() => Ops.bitwise_not_.InPlace(this);
        public Tensor resolve_conj() => Ops.resolve_conj.Call(this);
        public Tensor resolve_neg() => Ops.resolve_neg.Call(this);

        public Tensor round(long decimals = 0) =>
            decimals == 0 ? Ops.round.Call(this) : Ops.round_decimals.Call(this, decimals);

        public Tensor round_(long decimals = 0) =>
            decimals == 0 ? Ops.round_.InPlace(this) : Ops.round__decimals.InPlace(this, decimals);

        public Tensor nan_to_num(double nan = 0d, double? posinf = null, double? neginf = null) =>
            Ops.nan_to_num.Call(this, nan, posinf, neginf);

        public Tensor nan_to_num_(double nan = 0d, double? posinf = null, double? neginf = null) =>
            Ops.nan_to_num_.InPlace(this, nan, posinf, neginf);

        public Tensor logit(double? eps = null) => Ops.logit.Call(this, eps);
        public Tensor logit_(double? eps = null) => Ops.logit_.InPlace(this, eps);
        public Tensor polygamma(long p) => Ops.polygamma.Call(p, this);
        public Tensor view_as_complex() => Ops.view_as_complex.Call(this);
        public Tensor view_as_real() => Ops.view_as_real.Call(this);
    }
}
